package io.kehu.customer.transfer;

import java.util.List;
import java.util.UUID;

/** Rows of an import became customers, or changed them. */
record ImportBatchApplied(UUID importId, int batch, List<String> registered, List<String> changed) {}
