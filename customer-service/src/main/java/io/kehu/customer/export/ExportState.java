package io.kehu.customer.export;

/** Where an export stands. */
enum ExportState {
    /** For the word of a second person. */
    WAITING,
    /** Rows are being read. */
    RUNNING,
    /** The file can be downloaded. */
    READY,
    /** Stopped by something that is not the fault of who asked; nothing is left of the file. */
    FAILED,
    /** Given up by who asked; nothing is left of the file. */
    CANCELLED,
    /** A second person said no. */
    REFUSED,
    /** Its time has passed; nothing is left of the file. */
    EXPIRED
}
