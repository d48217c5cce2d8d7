package io.kehu.charts;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * What NetworkPolicies allow, decided as Kubernetes does: who is selected by no policy of a direction may do everything; who is selected may
 * do what any of those policies allows; and both ends have to agree.
 */
final class NetworkGraph {

    private static final String NAMESPACE_NAME = "kubernetes.io/metadata.name";

    /**
     * Something that talks or listens.
     *
     * @param namespace null for something outside the cluster
     */
    record Actor(String name, String namespace, Map<String, String> labels) {

        static final String OUTSIDE = "";

        boolean isOutside() {
            return namespace.equals(OUTSIDE);
        }
    }

    private final List<KubeObject> policies;

    NetworkGraph(List<KubeObject> policies) {
        this.policies = policies;
    }

    /** Every "from -> to:port" that is allowed. */
    SortedSet<String> edges(List<Actor> actors, List<Integer> ports) {
        SortedSet<String> edges = new TreeSet<>();
        for (Actor from : actors) {
            for (Actor to : actors) {
                for (int port : ports) {
                    if (!from.equals(to) && allows(from, to, port)) {
                        edges.add(from.name() + " -> " + to.name() + ":" + port);
                    }
                }
            }
        }
        return edges;
    }

    boolean allows(Actor from, Actor to, int port) {
        return open("Egress", from, to, port) && open("Ingress", to, from, port);
    }

    private boolean open(String direction, Actor subject, Actor other, int port) {
        List<Node> selecting = new ArrayList<>();
        for (KubeObject policy : policies) {
            if (policy.root().text("metadata.namespace").equals(subject.namespace())
                    && policy.root().texts("spec.policyTypes").contains(direction)
                    && matches(policy.root().node("spec.podSelector"), subject.labels())) {
                selecting.add(policy.root().node("spec"));
            }
        }
        if (selecting.isEmpty()) {
            return true;
        }
        String rules = direction.equals("Egress") ? "egress" : "ingress";
        String peers = direction.equals("Egress") ? "to" : "from";
        return selecting.stream()
                .flatMap(spec -> spec.nodes(rules).stream())
                .anyMatch(rule -> ports(rule, port) && peers(rule.nodes(peers), subject, other));
    }

    private static boolean ports(Node rule, int port) {
        return !rule.has("ports") || rule.nodes("ports").stream().anyMatch(allowed -> allowed.number("port") == port);
    }

    private static boolean peers(List<Node> peers, Actor subject, Actor other) {
        return peers.isEmpty() || peers.stream().anyMatch(peer -> peer(peer, subject, other));
    }

    private static boolean peer(Node peer, Actor subject, Actor other) {
        if (peer.has("ipBlock")) {
            return other.isOutside();
        }
        if (other.isOutside()) {
            return false;
        }
        boolean namespace = peer.has("namespaceSelector")
                ? matches(peer.node("namespaceSelector"), Map.of(NAMESPACE_NAME, other.namespace()))
                : subject.namespace().equals(other.namespace());
        return namespace && (!peer.has("podSelector") || matches(peer.node("podSelector"), other.labels()));
    }

    private static boolean matches(Node selector, Map<String, String> labels) {
        for (Node expression : selector.nodes("matchExpressions")) {
            if (!expression.text("operator").equals("In")) {
                throw new AssertionError("Not understood: " + expression.fields());
            }
            if (!expression.texts("values").contains(labels.getOrDefault(expression.text("key"), ""))) {
                return false;
            }
        }
        return labels.entrySet().containsAll(selector.strings("matchLabels").entrySet());
    }
}
