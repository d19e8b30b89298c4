/** A door of the hub. Disposing what `open` gives lets nothing more in and waits for what is under way. */
export type Channel = { name: string; open(): Promise<OpenChannel> };
export type OpenChannel = AsyncDisposable & {
  /** Where it listens, `host:port`, for doors that do. */
  address?: string;
};
