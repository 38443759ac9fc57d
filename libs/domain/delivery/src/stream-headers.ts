/** Header in which the gateway writes the tenant that it authenticated. */
export const TENANT_HEADER = "parapet-tenant";

/** Header in which a producer may state the encoding of the value; without it the bytes themselves tell. */
export const ENCODING_HEADER = "parapet-encoding";

/** Tenant of messages whose topic and headers name none. */
export const DEFAULT_TENANT = "default";
