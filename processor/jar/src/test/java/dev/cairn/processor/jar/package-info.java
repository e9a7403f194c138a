/** The jar that users put on the processor path, as it was packaged. */
package dev.cairn.processor.jar;
