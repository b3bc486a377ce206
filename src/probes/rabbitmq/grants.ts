/** Commands that make the user as which Holdfast looks into RabbitMQ, and what no such user can see. */
export const rabbitmqGrants = `# The user as which Holdfast looks into RabbitMQ: it sees listeners and connections. Run it on the machine of the server.
rabbitmqctl add_user holdfast   # asks for its password
rabbitmqctl set_user_tags holdfast monitoring
# It gets no permissions on any virtual host, so that it can neither change nor read anything in one.
#
# Not granted: the list of users and their permissions. RabbitMQ shows it to administrators only, and an administrator may
# change everything. With the user above, what the roles of applications may do stays unknown; attest it, or trust Holdfast
# with more, best for the time of an assessment:
#   rabbitmqctl set_user_tags holdfast administrator
`;
