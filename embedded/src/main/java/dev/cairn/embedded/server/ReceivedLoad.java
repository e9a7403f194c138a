package dev.cairn.embedded.server;

import dev.cairn.embedded.rows.LoadMapping;
import dev.cairn.embedded.rows.store.IncomingRows;

/** A load with its rows. */
public record ReceivedLoad(StartedLoad startedLoad, IncomingRows incomingRows, LoadMapping mapping) {}
