/**
 * What the stages of the processor hand to each other: values, without a trace of javac. {@link Place} is how a stage
 * says where something was declared. Start with {@link Declaration} and {@link Root}.
 */
@NullMarked
package dev.cairn.processor.model;

import org.jspecify.annotations.NullMarked;
