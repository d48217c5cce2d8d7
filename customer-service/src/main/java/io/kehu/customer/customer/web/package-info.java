/** The record over HTTP. */
@NamedInterface("web")
@NullMarked
package io.kehu.customer.customer.web;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.NamedInterface;
