package com.acme;

import dev.cairn.annotation.*;

@Schema(
        name = "shop",
        value = {Sale.class, CityView.class, CityTotal.class},
        targets = {
            @ServerTarget(server = "4.1"),
            @ServerTarget(server = "3.5", runMode = RunMode.SHARED_DATA),
            @ServerTarget(server = "4.1", runMode = RunMode.SHARED_DATA)
        })
public interface Shop {}
