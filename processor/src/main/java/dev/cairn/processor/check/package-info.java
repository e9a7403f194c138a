/**
 * What is wrong with declared records and their queries. It takes values and gives findings: each {@link Rule} is a
 * mistake that users make, in their own terms; all else is what the engine refuses, in the server's words. Start with
 * {@link CompileCheck}.
 */
@NullMarked
package dev.cairn.processor.check;

import org.jspecify.annotations.NullMarked;
