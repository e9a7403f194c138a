/** Reflection and drift, against the embedded server and against what real ones answered. */
package dev.cairn.internal.reflection;
