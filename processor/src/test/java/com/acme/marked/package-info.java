/** Records of a null-marked library, which the compilations of the tests see as class files. */
@NullMarked
package com.acme.marked;

import org.jspecify.annotations.NullMarked;
