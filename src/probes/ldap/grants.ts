/** LDIF that makes the entry as which Holdfast looks into OpenLDAP: it reads names, groups and the configuration, and writes nothing. */
export const ldapGrants = `# The entry as which Holdfast looks into OpenLDAP: ldapmodify -Y EXTERNAL -H ldapi:/// on the machine of the server.
# Put your base in place of dc=example,dc=com, and the output of slappasswd in place of {SSHA}HASH.
dn: cn=holdfast,dc=example,dc=com
changetype: add
objectClass: organizationalRole
objectClass: simpleSecurityObject
cn: holdfast
userPassword: {SSHA}HASH

# Who may do what is in cn=config. The password of the one whom no rule binds stays out of it.
dn: olcDatabase={0}config,cn=config
changetype: modify
add: olcAccess
olcAccess: to dn.subtree="cn=config" attrs=olcRootPW by * none
olcAccess: to dn.subtree="cn=config" by dn.exact="cn=holdfast,dc=example,dc=com" read by * none

# Not granted: userPassword. Only with it could be told how passwords are kept, but it would show their hashes.
`;
