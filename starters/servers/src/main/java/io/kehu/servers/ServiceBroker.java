package io.kehu.servers;

/**
 * A service's own broker user: declares and reads its own queues, publishes its own domain's events, buries only its own dead letters.
 *
 * @param virtualHost of the suite
 * @param domain first part of the service's event types and queue names, such as {@code loyalty}
 * @param user name of the broker user
 * @param password its password
 */
public record ServiceBroker(String virtualHost, String domain, String user, String password) {

    public void create(RabbitManagement management) {
        String own = domain + "\\\\..*";
        String exchanges = "kehu\\\\.(events|dead)";
        management.createUser(user, password);
        management.permit(
                virtualHost,
                user,
                "^(" + exchanges + "|" + own + ")$",
                "^(" + exchanges + "|amq\\\\.default|" + own + ")$",
                "^(" + exchanges + "|" + own + ")$");
        management.permitTopic(virtualHost, user, "kehu.events", "^" + own + "$", ".*");
        management.permitTopic(virtualHost, user, "kehu.dead", "^" + own + "$", "^" + own + "$");
    }
}
