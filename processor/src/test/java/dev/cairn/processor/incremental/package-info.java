/** What build tools and IDEs do: compile some files, and see the rest as classes. */
package dev.cairn.processor.incremental;
