package io.kehu.customer.transfer;

/** Where an import stands. */
enum ImportState {
    /** The file is here and readable; the mapping can be changed. */
    UPLOADED,
    /** The dry run is running. */
    CHECKING,
    /** Every row has a verdict; nothing was written. */
    CHECKED,
    /** Rows are being written. */
    APPLYING,
    /** Every row that could be applied was. */
    APPLIED,
    /** Stopped by something that is not the file's fault; apply goes on where it stopped. */
    FAILED,
    /** Given up by somebody; what was applied stays. */
    CANCELLED
}
