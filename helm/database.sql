-- Makes a service's database and its two roles: the owner migrates, the app changes rows and nothing else. Run it with psql as a superuser,
-- once per service; running it again changes nothing. Passwords are set afterwards, see README.md.
--   psql --variable=domain=identity --file=helm/database.sql
\set ON_ERROR_STOP on
\set owner :domain '_owner'
\set app :domain '_app'

SELECT format('CREATE ROLE %I LOGIN', :'owner')
 WHERE NOT EXISTS (SELECT 1 FROM pg_roles WHERE rolname = :'owner')
\gexec
SELECT format('CREATE ROLE %I LOGIN', :'app')
 WHERE NOT EXISTS (SELECT 1 FROM pg_roles WHERE rolname = :'app')
\gexec
SELECT format('CREATE DATABASE %I OWNER %I', :'domain', :'owner')
 WHERE NOT EXISTS (SELECT 1 FROM pg_database WHERE datname = :'domain')
\gexec
REVOKE ALL ON DATABASE :"domain" FROM PUBLIC;
GRANT CONNECT ON DATABASE :"domain" TO :"app";

\connect :domain
REVOKE ALL ON SCHEMA public FROM PUBLIC;
GRANT ALL ON SCHEMA public TO :"owner";
GRANT USAGE ON SCHEMA public TO :"app";
ALTER DEFAULT PRIVILEGES FOR ROLE :"owner" IN SCHEMA public GRANT SELECT, INSERT, UPDATE, DELETE ON TABLES TO :"app";
ALTER DEFAULT PRIVILEGES FOR ROLE :"owner" IN SCHEMA public GRANT USAGE, SELECT ON SEQUENCES TO :"app";
