/** Names and values of an alert: labels say which alert it is, annotations say what is to be read about it. */
export type Labels = Readonly<Record<string, string>>;

/** Labels without the empty ones: to Prometheus and Alertmanager an empty label is no label. */
export function createLabels(values: Readonly<Record<string, string | undefined>>): Labels {
  const labels: Record<string, string> = {};
  for (const [name, value] of Object.entries(values)) {
    if (value !== undefined && value !== "") labels[name] = value;
  }
  return labels;
}
