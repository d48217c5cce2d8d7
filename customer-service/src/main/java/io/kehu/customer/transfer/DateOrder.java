package io.kehu.customer.transfer;

/** How a file writes dates that could be read in two ways. */
enum DateOrder {
    /** Year first; a date such as 03/04/2024 is refused as ambiguous. */
    YMD,
    /** Day before month: 03/04/2024 is the third of April. */
    DMY,
    /** Month before day: 03/04/2024 is the fourth of March. */
    MDY
}
