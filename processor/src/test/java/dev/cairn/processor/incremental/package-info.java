/** Tests of incremental compiles, in which only some files are sources and the rest are classes. */
package dev.cairn.processor.incremental;
