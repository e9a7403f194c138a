/** What is generated, as text and as running code. */
package dev.cairn.processor.generate;
