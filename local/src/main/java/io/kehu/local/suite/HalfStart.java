package io.kehu.local.suite;

import java.util.ArrayList;
import java.util.List;

/** What a start has begun so far; undone when a part fails or somebody interrupts, also while other parts are still on their way. */
final class HalfStart {

    private static final long PASS_MILLIS = 200;

    private final List<Part> begun = new ArrayList<>();
    private int underWay;
    private boolean over;

    /** @throws KehuException when the start is being undone; nothing more may begin then */
    synchronized void begin(Part part) {
        if (over) {
            throw new KehuException("Interrupted.");
        }
        if (part.process().isEmpty()) {
            begun.add(part);
        }
        underWay++;
    }

    synchronized void end() {
        underWay--;
        notifyAll();
    }

    /** What was started stays. */
    synchronized void succeed() {
        begun.clear();
    }

    /** Stops what was begun, again and again until nothing is on its way any more: a part may become a process while we look. */
    void undo() {
        boolean more = true;
        while (more) {
            List<Part> parts;
            synchronized (this) {
                over = true;
                more = underWay > 0;
                parts = List.copyOf(begun).reversed();
            }
            if (!parts.isEmpty()) {
                // Helpers of a start, such as the recording of classes, are no part and nobody's but ours.
                ProcessHandle.current().children().forEach(ProcessHandle::destroy);
            }
            parts.forEach(Part::stop);
            if (more) {
                pause();
            }
        }
    }

    private synchronized void pause() {
        try {
            wait(PASS_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
