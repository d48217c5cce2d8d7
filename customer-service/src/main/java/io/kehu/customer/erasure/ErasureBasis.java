package io.kehu.customer.erasure;

/** Why a customer is to be erased; see 个人信息保护法 §47 and GDPR Art. 17. */
enum ErasureBasis {
    /** The customer wants it. */
    CUSTOMER_REQUEST,
    /** The customer took back what allowed us to keep it. */
    CONSENT_WITHDRAWN,
    /** What it was kept for is reached, or never will be. */
    PURPOSE_ENDED,
    /** It was kept as long as was said. */
    RETENTION_OVER,
    /** It should not have been kept. */
    UNLAWFUL
}
