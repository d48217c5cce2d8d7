/** Those who carry messages out of the house, behind one interface. */
@NullMarked
package io.kehu.notification.provider;

import org.jspecify.annotations.NullMarked;
