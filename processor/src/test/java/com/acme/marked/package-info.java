/** Records of a library whose code is null-marked: class files for those who use them. */
@NullMarked
package com.acme.marked;

import org.jspecify.annotations.NullMarked;
