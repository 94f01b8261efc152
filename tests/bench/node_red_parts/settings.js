// Node-RED's own settings: no editor, no telemetry, loopback only.
module.exports = {
  uiHost: "127.0.0.1",
  httpAdminRoot: false,
  flowFile: "flow.json",
  credentialSecret: false,
  logging: { console: { level: "warn" } },
};
