export { createGateway } from "./gateway.ts";
export { defaultLimits } from "./gateway-limits.ts";
export { receiverSettings, receiversOf } from "./gateway-settings.ts";
export { createOpenDirectory, createTokenDirectory } from "./tenant-directory.ts";
export type { Gateway, GatewayDeps } from "./gateway.ts";
export type { GatewayLimits } from "./gateway-limits.ts";
export type { Receivers, ReceiverSettings } from "./gateway-settings.ts";
export type { ListenAddress } from "./listen-address.ts";
export type { TenantDirectory } from "./tenant-directory.ts";
