-- The role and the database that Cameo's services share; each makes a schema of its own.
-- psql -v password=... -f cameo.sql
CREATE ROLE cameo LOGIN PASSWORD :'password';
CREATE DATABASE cameo OWNER cameo;
