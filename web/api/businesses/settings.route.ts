import { changeSetting } from '#services/actions/accounts/business-settings.ts';
import { settingsIn } from '#services/domain/business-settings.ts';
import { dayInBudapest } from '#services/domain/day.ts';
import { listSettings } from '#storage/queries/business-settings.ts';
import { BusinessSetting, BusinessSettings, SettingsQuery } from '#web/contract/businesses.ts';
import { BusinessParams } from '#web/contract/shapes.ts';
import { houseOf, visitorOf } from '../house.ts';
import { route } from '../route.ts';

export const getSettingsRoute = route({
  method: 'get',
  path: '/businesses/{businessId}/settings',
  operationId: 'getBusinessSettings',
  summary: 'VAT period, exemption, cash accounting and period date, each from a day on; and what holds on a day',
  permission: 'business.read',
  params: BusinessParams,
  query: SettingsQuery,
  answer: BusinessSettings,
  problems: ['not-found'],
  async handle({ params, query }, { database }) {
    const items = await listSettings(database, params.businessId);
    return {
      items: items as BusinessSetting[],
      inForce: settingsIn(items, query.on ?? dayInBudapest(new Date())),
    };
  },
});

export const changeSettingRoute = route({
  method: 'post',
  path: '/businesses/{businessId}/settings',
  operationId: 'changeBusinessSetting',
  summary: 'Set one of them from a day on',
  permission: 'business.settings',
  params: BusinessParams,
  body: BusinessSetting,
  answer: null,
  problems: ['not-found', 'not-allowed'],
  async handle({ params, body, caller, request }, deps) {
    await changeSetting(houseOf(deps), visitorOf({ caller, request }), params.businessId, body);
  },
});
