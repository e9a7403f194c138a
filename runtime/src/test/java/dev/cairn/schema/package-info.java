/** Descriptors as they are generated, but written by hand: what generated code may rely on. */
package dev.cairn.schema;
