// Stands for the engine's map, which fetches its tiles from a foreign service: the engine then says that there is no map.
throw new Error("no map");
