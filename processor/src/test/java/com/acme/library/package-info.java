/** Records of a library that others use: here they are class files, of which not all is known. */
package com.acme.library;
