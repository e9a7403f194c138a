/** Tests of incremental compilations, in which only some files are sources, and the others are class files. */
package dev.cairn.processor.incremental;
