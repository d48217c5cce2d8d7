package io.kehu.customer.progress;

import java.util.UUID;

/**
 * How a job stands.
 *
 * @param running whether there is more to hear of it
 * @param version grows with every step that is not counted in {@code done}
 * @param told what listeners get
 */
public record Standing(UUID id, boolean running, long version, long done, Object told) {}
