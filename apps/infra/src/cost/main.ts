import { STAGES } from '../stages/stages.ts';
import { costPage } from './cost-page.ts';

process.stdout.write(costPage(STAGES));
