/**
 * SQL that makes the role as which Holdfast looks into PostgreSQL: it sees roles, grants, sessions and rules, and can't read
 * or write any table. Access to the rules is granted in each database that is looked at.
 */
export const postgresqlGrants = `-- The role as which Holdfast looks into PostgreSQL. Run it as a superuser, in the database that the applications use.
-- Everybody who can log in sees roles, memberships and grants already.
CREATE ROLE holdfast LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE NOREPLICATION NOBYPASSRLS CONNECTION LIMIT 4;
-- Give it a password (in psql: \\password holdfast) and let it in by pg_hba.conf, such as:
--   hostssl all holdfast 192.0.2.10/32 scram-sha-256
ALTER ROLE holdfast SET default_transaction_read_only = on;
ALTER ROLE holdfast SET statement_timeout = '10s';
-- Where the sessions of others come from.
GRANT pg_read_all_stats TO holdfast;
-- The rules of pg_hba.conf, as the server reads them.
GRANT SELECT ON pg_catalog.pg_hba_file_rules TO holdfast;
GRANT EXECUTE ON FUNCTION pg_catalog.pg_hba_file_rules() TO holdfast;
-- Not granted: pg_authid. Only with it could be told how passwords are kept, but it would show their hashes.
`;
