public import ArgumentParser
public import Simulation

extension SimulatedWorld: ExpressibleByArgument {}
