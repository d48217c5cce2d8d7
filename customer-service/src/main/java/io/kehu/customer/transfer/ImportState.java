package io.kehu.customer.transfer;

import java.util.Set;

/** Where an import stands. */
enum ImportState {
    /** The file is here and readable; the mapping can be changed. */
    UPLOADED,
    /** The dry run is running. */
    CHECKING,
    /** Every row has a verdict; nothing was written. */
    CHECKED,
    /** A second person has agreed to what the dry run found. */
    APPROVED,
    /** Rows are being written. */
    APPLYING,
    /** Every row that could be applied was. */
    APPLIED,
    /** Stopped by something that is not the file's fault; what was running goes on where it stopped when it is asked for again. */
    FAILED,
    /** Given up by somebody; what was applied stays, or is undone. */
    CANCELLED,
    /** What was applied is being taken back. */
    UNDOING,
    /** Everything that could be taken back was. */
    UNDONE;

    static final Set<ImportState> RUNNING = Set.of(CHECKING, APPLYING, UNDOING);

    boolean isRunning() {
        return RUNNING.contains(this);
    }
}
