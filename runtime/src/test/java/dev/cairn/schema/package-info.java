/** Tests of descriptors that are written by hand in the form of generated code. */
package dev.cairn.schema;
