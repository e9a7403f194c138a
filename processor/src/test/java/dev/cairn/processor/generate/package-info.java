/** Tests of the generated code, as text and as running code. */
package dev.cairn.processor.generate;
