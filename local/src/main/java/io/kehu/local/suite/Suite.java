package io.kehu.local.suite;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;

/** All parts, what needs what, and how they come up and go down together. */
public final class Suite {

    /** The services, in the order people list them, with the heap each gets. */
    private static final Map<String, Integer> SERVICES = new LinkedHashMap<>();

    static {
        SERVICES.put("identity-service", 128);
        SERVICES.put("customer-service", 256);
        SERVICES.put("loyalty-service", 160);
        SERVICES.put("feedback-service", 160);
        SERVICES.put("notification-service", 160);
        SERVICES.put("gateway", 128);
    }

    /** More at once only makes each slower on a small machine. */
    private static final int STARTS_AT_ONCE = Math.max(2, Runtime.getRuntime().availableProcessors());

    private final Settings settings;
    private final PostgresPart postgres;
    private final RabbitPart rabbit;
    private final KeycloakPart keycloak;
    private final MailPart mail;
    private final List<ServicePart> services;

    public Suite(Settings settings) {
        this.settings = settings;
        this.postgres = new PostgresPart(settings);
        this.rabbit = new RabbitPart(settings);
        this.keycloak = new KeycloakPart(settings, postgres);
        this.mail = new MailPart(settings);
        ServiceEnvironment environment = new ServiceEnvironment(settings, postgres, rabbit);
        this.services = SERVICES.entrySet().stream()
                .map(service -> new ServicePart(settings, service.getKey(), service.getValue(), environment))
                .toList();
    }

    public static List<String> serviceNames() {
        return List.copyOf(SERVICES.keySet());
    }

    public Settings settings() {
        return settings;
    }

    public PostgresPart postgres() {
        return postgres;
    }

    public RabbitPart rabbit() {
        return rabbit;
    }

    public KeycloakPart keycloak() {
        return keycloak;
    }

    /** Infrastructure first. */
    public List<Part> parts() {
        List<Part> parts = new ArrayList<>(List.of(postgres, rabbit, mail, keycloak));
        parts.addAll(services);
        return parts;
    }

    public Part part(String name) {
        return parts().stream()
                .filter(part -> part.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new KehuException("There is no part " + name + "; the parts are "
                        + String.join(", ", parts().stream().map(Part::name).toList()) + "."));
    }

    /** Starts everything. When one part fails or the caller interrupts, what this call started is stopped again. */
    public void up(Progress progress) {
        HalfStart started = new HalfStart();
        Thread undo = new Thread(started::undo, "undo-half-start");
        Runtime.getRuntime().addShutdownHook(undo);
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            Semaphore slots = new Semaphore(STARTS_AT_ONCE);
            CompletableFuture<Void> databaseUp = start(postgres, List.of(), started, progress, threads, slots);
            CompletableFuture<Void> brokerUp = start(rabbit, List.of(), started, progress, threads, slots);
            List<CompletableFuture<Void>> all = new ArrayList<>(List.of(databaseUp, brokerUp));
            all.add(start(mail, List.of(), started, progress, threads, slots));
            all.add(start(keycloak, List.of(databaseUp), started, progress, threads, slots));
            for (ServicePart service : services) {
                all.add(start(service, List.of(databaseUp, brokerUp), started, progress, threads, slots));
            }
            CompletableFuture.allOf(all.toArray(CompletableFuture[]::new)).join();
            started.succeed();
        } catch (CompletionException e) {
            started.undo();
            throw e.getCause() instanceof RuntimeException cause ? cause : e;
        } finally {
            removeHook(undo);
        }
    }

    /** Stops everything, services before what they need. */
    public void down(Progress progress) {
        stop(List.copyOf(services), progress);
        stop(List.of(keycloak, mail, rabbit), progress);
        stop(List.of(postgres), progress);
    }

    private static void stop(List<? extends Part> together, Progress progress) {
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            CompletableFuture.allOf(together.stream()
                            .filter(part -> part.process().isPresent())
                            .map(part -> CompletableFuture.runAsync(() -> stop(part, progress), threads))
                            .toArray(CompletableFuture[]::new))
                    .join();
        } catch (CompletionException e) {
            throw e.getCause() instanceof RuntimeException cause ? cause : e;
        }
    }

    private static void stop(Part part, Progress progress) {
        Progress.Step step = progress.begin(part.name());
        part.stop();
        step.done("stopped");
    }

    private static CompletableFuture<Void> start(
            Part part,
            List<CompletableFuture<Void>> needs,
            HalfStart started,
            Progress progress,
            ExecutorService threads,
            Semaphore slots) {
        return CompletableFuture.allOf(needs.toArray(CompletableFuture[]::new))
                .thenRunAsync(() -> startOne(part, started, progress, slots), threads);
    }

    private static void startOne(Part part, HalfStart started, Progress progress, Semaphore slots) {
        slots.acquireUninterruptibly();
        try {
            started.begin(part);
            try {
                start(part, progress);
            } finally {
                started.end();
            }
        } finally {
            slots.release();
        }
    }

    private static void start(Part part, Progress progress) {
        Progress.Step step = progress.begin(part.name());
        try {
            part.start(step);
            step.done(String.valueOf(part.address()));
        } catch (RuntimeException e) {
            step.failed(String.valueOf(e.getMessage()));
            throw e;
        }
    }

    private static void removeHook(Thread hook) {
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException e) {
            // The program is ending already and the hook is running.
        }
    }
}
