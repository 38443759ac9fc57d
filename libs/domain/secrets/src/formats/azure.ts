import { base62, base64, base64Url, digits, oneOf, percentBase64, unreserved } from "../form.ts";
import { tokensOf, type TokenRow } from "../token-row.ts";

const definitions = "https://learn.microsoft.com/en-us/purview/sit-named-entities-credentials";

/**
 * Microsoft Azure. Most of its keys carry a signature of the service at a fixed place near their end, followed by bytes
 * that say when and with which algorithm the key was made.
 */
export const azure: readonly TokenRow[] = [
  ...tokensOf("Microsoft Entra ID", "https://learn.microsoft.com/en-us/purview/sit-defn-azure-ad-client-secret", {
    AZURE_CLIENT_SECRET: { form: [base62(3), digits(1), "Q~", unreserved(31, 34)] },
  }),
  ...tokensOf("Microsoft Azure", definitions, {
    AZURE_STORAGE_KEY: { form: [base64(76), "+ASt", base64(6), "=="] },
    AZURE_BATCH_KEY: { form: [base64(76), "+ABa", base64(6), "=="] },
    AZURE_COSMOS_DB_KEY: { form: [base64(76), "ACDb", base64(6), "=="] },
    AZURE_API_MANAGEMENT_KEY: { form: [base64(76), "APIM", base64(6), "=="] },
    AZURE_MACHINE_LEARNING_KEY: { form: [base64(76), "+AMC", base64(6), "=="] },
    AZURE_FUNCTION_KEY: { form: [base64Url(44), "AzFu", base64Url(6), "=="] },
    AZURE_SEARCH_KEY: { form: [base62(42), "AzSe", base62(6)] },
    AZURE_CONTAINER_REGISTRY_KEY: { form: [base64(42), "+ACR", base64(6)] },
    AZURE_CACHE_FOR_REDIS_KEY: { form: [base64(33), "AzCa", base64(6), "="] },
    AZURE_EVENT_GRID_KEY: { form: [base64(33), "AZEG", base64(6), "="] },
    AZURE_IOT_HUB_KEY: { form: [base64(33), "AIoT", base64(6), "="] },
    AZURE_SERVICE_BUS_KEY: { form: [base64(33), "+ASb", base64(6), "="] },
    AZURE_EVENT_HUBS_KEY: { form: [base64(33), "+AEh", base64(6), "="] },
    AZURE_RELAY_KEY: { form: [base64(33), "+ARm", base64(6), "="] },
    AZURE_AI_SERVICES_KEY: { form: [base62(52), "JQQJ99", base62(26)] },
  }),
  ...tokensOf(
    "Microsoft Azure",
    "https://learn.microsoft.com/en-us/azure/storage/common/storage-configure-connection-string",
    {
      AZURE_STORAGE_ACCOUNT_KEY: { form: [base64(86), "=="], near: ["accountkey", "account_key", "storage_key"] },
    },
  ),
  ...tokensOf("Microsoft Azure", "https://learn.microsoft.com/en-us/azure/service-bus-messaging/service-bus-sas", {
    AZURE_SHARED_ACCESS_KEY: { form: [base64(43), "="], near: ["sharedaccesskey", "shared_access_key"] },
  }),
  ...tokensOf("Microsoft Azure", "https://learn.microsoft.com/en-us/rest/api/storageservices/create-service-sas", {
    AZURE_SAS_SIGNATURE: { form: [percentBase64(43, 75), oneOf("%3D", "%3d")], near: ["?sig", "&sig"] },
  }),
];
