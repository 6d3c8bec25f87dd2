// The charts that Linli draws, with the SVG renderer only.
import { BarChart, CustomChart, FunnelChart, HeatmapChart, LineChart, PieChart, SankeyChart, ScatterChart } from "echarts/charts";
import { AriaComponent, DatasetComponent, GridComponent, LegendComponent, MarkLineComponent, TooltipComponent, VisualMapComponent } from "echarts/components";
import * as core from "echarts/core";
import { SVGRenderer } from "echarts/renderers";

core.use([
  BarChart, CustomChart, FunnelChart, HeatmapChart, LineChart, PieChart, SankeyChart, ScatterChart,
  AriaComponent, DatasetComponent, GridComponent, LegendComponent, MarkLineComponent, TooltipComponent, VisualMapComponent,
  SVGRenderer,
]);

window.echarts = { init: core.init, getInstanceByDom: core.getInstanceByDom, registerTheme: core.registerTheme };
