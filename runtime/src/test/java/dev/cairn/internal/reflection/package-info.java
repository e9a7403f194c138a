/** Tests of reflection and drift, against the embedded server and recorded answers of real servers. */
package dev.cairn.internal.reflection;
