/** Commands that make the user as which Holdfast looks into MongoDB: it sees users, settings and operations, and no document. */
export const mongodbGrants = `// The user as which Holdfast looks into MongoDB. Run it in mongosh as who administers users.
db.getSiblingDB("admin").runCommand({
  createRole: "holdfast",
  privileges: [
    { resource: { db: "", collection: "" }, actions: ["viewUser", "viewRole"] },
    { resource: { cluster: true }, actions: ["getCmdLineOpts", "inprog"] },
  ],
  roles: [],
});
db.getSiblingDB("admin").createUser({
  user: "holdfast",
  pwd: passwordPrompt(),
  roles: ["holdfast"],
  mechanisms: ["SCRAM-SHA-256"],
});
`;
