/// What a reader can ask for.
public enum Command: String, Sendable, CaseIterable {
  case panLeft, panRight, pageLeft, pageRight, goToStart, goToEnd, goToTime, jumpBack, jumpForward
  case zoomIn, zoomOut, standardSpeed, wholeRecord
  case previousAnnotation, nextAnnotation, previousEvent, nextEvent, search
  case previousUncertain, nextUncertain, previousOfClass, nextOfClass
  case toggleBookmark, showBookmarks, nextAnnotator
  case focusPrevious, focusNext, moveChannelUp, moveChannelDown, hideChannel, showAllChannels
  case fitLanes, enlargeFocus, nextMontage, saveMontage
  case gainUp, gainDown, channelGainUp, channelGainDown, standardGain, autoscale, centreBaseline
  case nextFilter, rawSignal
  case calipers, marchCalipers, clearCalipers, toggleIntervals, toggleTrend, toggleDetector
  case triggerView, splitView, otherHalf
  case paneTraces, paneModel, paneMeasures, paneRelevance, paneTokens, panePrototypes, nextModel
  case markReviewed, writeStrip, nextTheme, nextGlyphs
  case open, filter, sort, reverseSort, showSummary
  case palette, menu, showWarnings, help, back
}
