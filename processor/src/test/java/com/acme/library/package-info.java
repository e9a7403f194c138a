/**
 * Records of a library. The compilations of the tests see its class files, which do not contain all that the sources
 * declare.
 */
package com.acme.library;
