/** Names of MariaDB's privileges by their bit in `access` of `mysql.global_priv`, as GRANT writes them. */
const byBit = [
  ..."SELECT|INSERT|UPDATE|DELETE|CREATE|DROP|RELOAD|SHUTDOWN|PROCESS|FILE|GRANT OPTION|REFERENCES|INDEX".split("|"),
  ..."ALTER|SHOW DATABASES|SUPER|CREATE TEMPORARY TABLES|LOCK TABLES|EXECUTE|REPLICATION SLAVE".split("|"),
  ..."BINLOG MONITOR|CREATE VIEW|SHOW VIEW|CREATE ROUTINE|ALTER ROUTINE|CREATE USER|EVENT|TRIGGER".split("|"),
  ..."CREATE TABLESPACE|DELETE HISTORY|SET USER|FEDERATED ADMIN|CONNECTION ADMIN|READ_ONLY ADMIN".split("|"),
  ..."REPLICATION SLAVE ADMIN|REPLICATION MASTER ADMIN|BINLOG ADMIN|BINLOG REPLAY|REPLICA MONITOR".split("|"),
  "SHOW CREATE ROUTINE",
];

/** Privileges of an `access` number. Bits beyond those known are told as such. */
export function globalPrivileges(access: bigint): readonly string[] {
  const bits = access.toString(2).length;
  // Every bit at once is how installers write all that there is and will be.
  if (access >= 0xffff_ffff_ffff_ffffn) return byBit;
  return Array.from({ length: Math.min(bits, 64) }, (_, bit) => bit)
    .filter((bit) => ((access >> BigInt(bit)) & 1n) === 1n)
    .map((bit) => byBit[bit] ?? `privilege ${bit}`);
}

/** What each column of `mysql.db` stands for. */
export const columnPrivileges = {
  Select_priv: "SELECT",
  Insert_priv: "INSERT",
  Update_priv: "UPDATE",
  Delete_priv: "DELETE",
  Create_priv: "CREATE",
  Drop_priv: "DROP",
  Grant_priv: "GRANT OPTION",
  References_priv: "REFERENCES",
  Index_priv: "INDEX",
  Alter_priv: "ALTER",
  Create_tmp_table_priv: "CREATE TEMPORARY TABLES",
  Lock_tables_priv: "LOCK TABLES",
  Create_view_priv: "CREATE VIEW",
  Show_view_priv: "SHOW VIEW",
  Create_routine_priv: "CREATE ROUTINE",
  Alter_routine_priv: "ALTER ROUTINE",
  Execute_priv: "EXECUTE",
  Event_priv: "EVENT",
  Trigger_priv: "TRIGGER",
} as const;
