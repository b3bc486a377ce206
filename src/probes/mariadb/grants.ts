/** SQL that makes the account as which Holdfast looks into MariaDB: it sees privileges and sessions, and can't write. */
export const mariadbGrants = `-- The account as which Holdfast looks into MariaDB. Run it as root; with IDENTIFIED BY for a password instead of the socket.
-- For another machine name its address instead of localhost, and add REQUIRE SSL.
CREATE USER holdfast@localhost IDENTIFIED VIA unix_socket;
-- Who may do what. Hashes of passwords are among it: they leave the server for keyed fingerprints only.
GRANT SELECT ON mysql.global_priv TO holdfast@localhost;
GRANT SELECT ON mysql.db TO holdfast@localhost;
GRANT SELECT ON mysql.tables_priv TO holdfast@localhost;
GRANT SELECT ON mysql.columns_priv TO holdfast@localhost;
GRANT SELECT ON mysql.procs_priv TO holdfast@localhost;
GRANT SELECT ON mysql.roles_mapping TO holdfast@localhost;
GRANT SELECT ON mysql.proxies_priv TO holdfast@localhost;
-- What runs with the rights of another account: routines without what is in them, and views.
GRANT SELECT (db, name, type, security_type, definer) ON mysql.proc TO holdfast@localhost;
GRANT SHOW VIEW ON *.* TO holdfast@localhost;
-- Who is connected.
GRANT PROCESS ON *.* TO holdfast@localhost;
`;
