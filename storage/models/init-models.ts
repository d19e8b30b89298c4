import type { Sequelize } from 'sequelize';
import { initBusiness } from './business.ts';
import { initDocument } from './document.ts';
import { initIntake } from './intake.ts';
import { initIntakePart } from './intake-part.ts';
import { initInvoice } from './invoice.ts';
import { initInvoiceSource } from './invoice-source.ts';
import { initOutlet } from './outlet.ts';
import { initPartner } from './partner.ts';
import { initPull } from './pull.ts';

/** Every model, bound to one database. A new table adds its line here. */
export function initModels(database: Sequelize): void {
  for (const init of [
    initBusiness,
    initPartner,
    initIntake,
    initIntakePart,
    initDocument,
    initInvoice,
    initInvoiceSource,
    initPull,
    initOutlet,
  ])
    init(database);
}
