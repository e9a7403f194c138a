package com.acme;

import dev.cairn.annotation.*;

@Schema(
        name = "shop",
        value = {Sale.class, CityView.class, CityTotal.class},
        targets = {
            @Schema.Target(server = "4.1"),
            @Schema.Target(server = "3.5", runMode = Schema.RunMode.SHARED_DATA),
            @Schema.Target(server = "4.1", runMode = Schema.RunMode.SHARED_DATA)
        })
public interface Shop {}
